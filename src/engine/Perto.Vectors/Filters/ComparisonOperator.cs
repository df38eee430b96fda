namespace Perto.Vectors;

/// <summary>How a <see cref="ComparisonFilter"/> compares.</summary>
public enum ComparisonOperator
{
    /// <summary><c>$eq</c></summary>
    Equal,

    /// <summary><c>$ne</c></summary>
    NotEqual,

    /// <summary><c>$gt</c></summary>
    Greater,

    /// <summary><c>$gte</c></summary>
    GreaterOrEqual,

    /// <summary><c>$lt</c></summary>
    Less,

    /// <summary><c>$lte</c></summary>
    LessOrEqual,
}
