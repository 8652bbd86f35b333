from django.urls import path

from zhengtong.channels.portal.views import apply, benefit, case, entries, guide, home, mine, step, verify

urlpatterns = [
    path("", home.home, name="portal.home"),
    path("services/", home.services, name="portal.services"),
    path("search", home.search, name="portal.search"),
    path("help", home.help_page, name="portal.help"),
    path("services/<slug:service>/", guide.guide, name="portal.guide"),
    path("services/<slug:service>/apply", apply.start, name="portal.start"),
    path("applications/<str:application>/check", apply.check, name="portal.check"),
    path("applications/<str:application>/discard", apply.discard, name="portal.discard"),
    path("applications/<str:application>/<slug:page>", apply.page, name="portal.page"),
    path("applications/<str:application>/<slug:page>/add", entries.add, name="portal.add"),
    path("applications/<str:application>/<slug:page>/<slug:key>/remove", entries.remove, name="portal.remove"),
    path("applications/<str:application>/<slug:page>/<slug:key>/<slug:part>", entries.entry, name="portal.entry"),
    path("cases/<str:number>/", case.case, name="portal.case"),
    path("cases/<str:number>/papers/<slug:kind>.pdf", case.paper, name="portal.paper"),
    path("cases/<str:number>/licence.pdf", case.licence, name="portal.licence"),
    path("cases/<str:number>/steps/<slug:step>/<int:occurrence>", step.step, name="portal.step"),
    path("cases/<str:number>/rating", case.rate, name="portal.rate"),
    path("mine/", mine.mine, name="portal.mine"),
    path("mine/benefits/<str:benefit>", benefit.benefit, name="portal.benefit"),
    path("mine/benefits/<str:benefit>/account", benefit.account, name="portal.benefit_account"),
    path("mine/benefits/<str:benefit>/account/check", benefit.check, name="portal.benefit_check"),
    path("mine/looks", mine.looks, name="portal.looks"),
    path("mine/evidence", mine.evidence, name="portal.evidence"),
    path("mine/letters/<str:letter>", mine.letter, name="portal.letter"),
    path("verify/", verify.ask, name="portal.verify"),
    path("verify/<str:code>", verify.show, name="portal.verified"),
]
