namespace Perto.Vectors;

/// <summary>Whether a field has a value.</summary>
public sealed record ExistsFilter : Filter
{
    internal ExistsFilter(string field, bool exists)
    {
        Field = FilterOperands.Field(field);
        Exists = exists;
    }

    /// <summary>The payload field.</summary>
    public string Field { get; }

    /// <summary><see langword="true"/> asks for records that have it, <see langword="false"/> for those that do not.</summary>
    public new bool Exists { get; }

    internal override FilterSize Size => FilterSize.OfCondition(values: 0);
}
