namespace Perto.Vectors;

/// <summary>All operands match. No operands match everything.</summary>
public sealed record AndFilter : Filter
{
    private readonly Filter[] _operands;

    internal AndFilter(Filter[] operands)
    {
        _operands = operands;
        Size = FilterSize.Above(operands);
    }

    /// <summary>The parts.</summary>
    public IReadOnlyList<Filter> Operands => _operands;

    internal override FilterSize Size { get; }

    /// <inheritdoc/>
    public bool Equals(AndFilter? other) => other is not null && _operands.AsSpan().SequenceEqual(other._operands);

    /// <inheritdoc/>
    public override int GetHashCode() => _operands.Aggregate(_operands.Length, HashCode.Combine);
}
