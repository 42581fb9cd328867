"""The API's endpoints, a module for each group of views."""

from communique.serving.routes import answers, board, documents, reading, register, review, threads

__all__ = ["ROUTERS"]

ROUTERS = tuple(module.router for module in (board, threads, documents, answers, register, reading, review))
