"""The routes for programs (接口), one file a subject; no knowledge of their own."""
