from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zhengtong.channels.portal.accounts"
    label = "portal_accounts"

    def ready(self) -> None:
        from zhengtong.channels.portal.accounts import signals

        signals.connect()
