namespace Perto.Vectors;

/// <summary>How a <see cref="SetFilter"/> compares.</summary>
public enum SetOperator
{
    /// <summary><c>$in</c></summary>
    In,

    /// <summary><c>$nin</c></summary>
    NotIn,

    /// <summary><c>$all</c>: for lists of strings.</summary>
    All,
}
