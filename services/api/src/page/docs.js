<!doctype html><title>Tidemark</title>
