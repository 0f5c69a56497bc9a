"""The settings of the course: an answer that is not there yet is told so by its test, it is no error of its own."""

c = get_config()  # noqa: F821 - nbgrader defines it
c.CourseDirectory.course_id = "gradient-descent"
c.ClearSolutions.code_stub = {"python": "# type it between the quotes above"}
