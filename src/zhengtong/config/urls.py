from django.urls import URLPattern, URLResolver, include, path

from zhengtong.channels.portal.accounts.views import too_many
from zhengtong.channels.ui import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("design", views.design, name="design"),
    path("", include("zhengtong.channels.portal.urls")),
    path("", include("zhengtong.channels.api.urls")),
    path("desk/", include("zhengtong.channels.desk.urls")),
    path("account/", include("zhengtong.channels.portal.accounts.urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler429 = too_many
handler500 = views.broken
