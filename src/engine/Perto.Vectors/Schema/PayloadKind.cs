namespace Perto.Vectors;

/// <summary>The type of a payload field or value.</summary>
public enum PayloadKind
{
    /// <summary>No value: the field is missing.</summary>
    None,

    /// <summary>A string, compared as a whole. At most <see cref="PayloadField.MaxKeywordBytes"/> bytes of UTF-8, without U+0000.</summary>
    Keyword,

    /// <summary>A list of such strings; order and repeats are kept, filters see a set.</summary>
    Keywords,

    /// <summary>A 64-bit signed integer.</summary>
    Integer,

    /// <summary>A finite 64-bit floating point number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A moment, kept in UTC to the microsecond.</summary>
    Time,

    /// <summary>A place on Earth.</summary>
    Geo,

    /// <summary>
    /// The kind of a field, not of a value: a string like that of <see cref="Keyword"/> that filters match by its words
    /// (<see cref="TextWords"/>). Its values are of the kind <see cref="Keyword"/>.
    /// </summary>
    Text,
}
