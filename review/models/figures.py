"""What the desk did, counted by day and by month, so that a page of figures reads no tips."""

from datetime import date

from sqlmodel import Field, SQLModel

from review.models.columns import BIG


class DeskFigure(SQLModel, table=True):
    """How often something was counted in a span: `span` is day or month, `first` its first day, `part` of what."""

    __tablename__ = "desk_figure"

    span: str = Field(primary_key=True, max_length=5)
    measure: str = Field(primary_key=True, max_length=20)
    first: date = Field(primary_key=True)
    part: str = Field(primary_key=True, max_length=80, default="")
    n: int = Field(sa_type=BIG)
