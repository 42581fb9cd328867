"""The API's endpoints, a module for each group of views."""

from communique.serving.routes import answers, board, documents, reading, register, threads

__all__ = ["ROUTERS"]

ROUTERS = (board.router, threads.router, documents.router, answers.router, register.router, reading.router)
