namespace Perto.Vectors;

/// <summary>At least one operand matches. Never empty.</summary>
public sealed record OrFilter : Filter
{
    private readonly Filter[] _operands;

    internal OrFilter(Filter[] operands)
    {
        if (operands.Length == 0)
            throw new VectorStoreException("filter.$or", "[]", "a list of at least one filter");
        _operands = operands;
        Size = FilterSize.Above(operands);
    }

    /// <summary>The parts.</summary>
    public IReadOnlyList<Filter> Operands => _operands;

    internal override FilterSize Size { get; }

    /// <inheritdoc/>
    public bool Equals(OrFilter? other) => other is not null && _operands.AsSpan().SequenceEqual(other._operands);

    /// <inheritdoc/>
    public override int GetHashCode() => _operands.Aggregate(_operands.Length, HashCode.Combine);
}
