"""The register of units as a file: CSV, XLSX or YAML, checked whole before anything of it is taken in.

Reading, checking and writing are plain functions over bytes and rows; `keeping` alone knows the tables.
"""

from review.unit_files.form import Fault, FileUnit, Going
from review.unit_files.keeping import Outcome, kept, take_in
from review.unit_files.reading import FORMS, Read, read
from review.unit_files.writing import write

__all__ = ["FORMS", "Fault", "FileUnit", "Going", "Outcome", "Read", "kept", "read", "take_in", "write"]
