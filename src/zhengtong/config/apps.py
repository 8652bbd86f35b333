"""Wiring: which driver stands behind which port."""

from django.apps import AppConfig

_UNKNOWN_SMS = "ZHENGTONG_SMS={name}: no such driver of text messages. There are: {known}."


class WiringConfig(AppConfig):
    name = "zhengtong.config"
    label = "wiring"

    def ready(self) -> None:
        from django.conf import settings

        from zhengtong.adapters.bank_file.api import BankFileDriver
        from zhengtong.adapters.csv_drop.api import CsvDropDriver
        from zhengtong.adapters.json_http.api import JsonHttpDriver
        from zhengtong.adapters.mail_smtp.api import SmtpDriver, SmtpSettings
        from zhengtong.adapters.sms_null.api import NullSmsDriver
        from zhengtong.adapters.soap_http.api import SoapHttpDriver
        from zhengtong.adapters.sql_view.api import SqlViewDriver
        from zhengtong.adapters.xml_http.api import XmlHttpDriver
        from zhengtong.delivery.benefits import ports as benefits
        from zhengtong.office.notices import ports as notices
        from zhengtong.sharing.gateway import ports as gateway

        gateway.register_driver("csv_drop", CsvDropDriver())
        gateway.register_driver("json_http", JsonHttpDriver())
        gateway.register_driver("soap_http", SoapHttpDriver())
        gateway.register_driver("sql_view", SqlViewDriver())
        gateway.register_driver("xml_http", XmlHttpDriver())
        if settings.ZHENGTONG_SMTP:
            notices.use_driver(SmtpDriver(SmtpSettings.read(settings.ZHENGTONG_SMTP)))
        sms = {"null": NullSmsDriver}
        if settings.ZHENGTONG_SMS not in sms:
            raise ValueError(_UNKNOWN_SMS.format(name=settings.ZHENGTONG_SMS, known=", ".join(sms)))
        notices.use_text_driver(sms[settings.ZHENGTONG_SMS]())
        if settings.ZHENGTONG_BANK.exists():
            benefits.use_driver(BankFileDriver(settings.ZHENGTONG_BANK))
