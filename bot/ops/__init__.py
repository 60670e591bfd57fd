"""What operators see: metrics, logs, and `sapujejak doctor`.

metrics    counts for Prometheus, without a person
logs       log lines without secrets or persons
doctor     checks of what the bot needs
"""
