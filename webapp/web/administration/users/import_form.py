"""The form of an import: a file, or pasted text."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import TextAreaField

from webapp.domain.errors import Invalid
from webapp.domain.texts import phrase
from webapp.services.steps.user_csv import decoded


class ImportForm(FlaskForm):
    """Where the CSV comes from; a chosen file counts more than pasted text."""

    file = FileField(phrase("CSV file"))
    text = TextAreaField(phrase("or paste it here"))

    def given_text(self) -> str:
        """The CSV. Raises Invalid for a file that cannot be read, and when there is nothing."""
        chosen = self.file.data
        if isinstance(chosen, FileStorage) and chosen.filename:
            self.text.data = decoded(chosen.read())
        if not (self.text.data or "").strip():
            raise Invalid("text", phrase("Choose a CSV file, or paste its text."))
        return str(self.text.data)
