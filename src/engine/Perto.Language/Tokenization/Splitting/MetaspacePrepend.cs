namespace Perto.Language;

/// <summary>Which words get a mark of space that do not begin with one.</summary>
internal enum MetaspacePrepend
{
    /// <summary>All.</summary>
    Always,

    /// <summary>The one with which the text begins.</summary>
    First,

    /// <summary>None.</summary>
    Never,
}
