"""From an approved tip's text to an Article. Rearranges what the tip says and invents nothing.

story (what came in) → forming (which words go where) → a template (how the genre puts them) → article (plain text).
How an article looks in HTML, Word or a feed is `review.exports`.
"""
