"""Every claim of the lectures, or of a teacher's own notes, judged when it is asked for: no verdict is stored."""
