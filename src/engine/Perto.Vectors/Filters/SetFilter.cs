namespace Perto.Vectors;

/// <summary>A field compared with several values.</summary>
public sealed record SetFilter : Filter
{
    private readonly PayloadValue[] _values;

    internal SetFilter(string field, SetOperator comparison, IEnumerable<PayloadValue> values)
    {
        Field = FilterOperands.Field(field);
        Operator = comparison;
        _values = [.. values];
        Size = FilterSize.OfCondition(_values.Length);
        foreach (PayloadValue value in _values)
            FilterOperands.Value(field, value);
    }

    /// <summary>The payload field.</summary>
    public string Field { get; }

    /// <summary>How it is compared.</summary>
    public SetOperator Operator { get; }

    /// <summary>What it is compared with: keywords, integers, numbers, booleans or times.</summary>
    public IReadOnlyList<PayloadValue> Values => _values;

    internal override FilterSize Size { get; }

    /// <inheritdoc/>
    public bool Equals(SetFilter? other) =>
        other is not null && Field == other.Field && Operator == other.Operator && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Field, Operator, _values.Length);
}
