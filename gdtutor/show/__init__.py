"""Pictures and widgets: static figures, experiments, exercise cards."""
