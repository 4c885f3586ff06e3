"""The web (网页和接口): pages for people, routes for programs; no knowledge of its own."""
