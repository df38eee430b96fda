namespace Perto.Vectors;

/// <summary>A field compared with one value.</summary>
public sealed record ComparisonFilter : Filter
{
    internal ComparisonFilter(string field, ComparisonOperator comparison, PayloadValue value)
    {
        Field = FilterOperands.Field(field);
        Operator = comparison;
        Value = FilterOperands.Value(field, value);
    }

    /// <summary>The payload field.</summary>
    public string Field { get; }

    /// <summary>How it is compared.</summary>
    public ComparisonOperator Operator { get; }

    /// <summary>What it is compared with: a keyword, integer, number, boolean or time.</summary>
    public PayloadValue Value { get; }

    internal override FilterSize Size => FilterSize.OfCondition(values: 1);
}
