from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "zhengtong.channels.ui"
