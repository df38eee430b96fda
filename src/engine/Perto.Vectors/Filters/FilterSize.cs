namespace Perto.Vectors;

/// <summary>
/// How big a filter is, counted as a tree even where operands are shared. Checked where a node is made, so that every later walk over a
/// filter may recurse and ends soon.
/// </summary>
internal readonly record struct FilterSize(int Depth, int Conditions, int Values)
{
    public static FilterSize OfCondition(int values) => new FilterSize(1, 1, values).Checked();

    public static FilterSize Above(ReadOnlySpan<Filter> operands)
    {
        FilterSize sum = default;
        foreach (Filter operand in operands)
        {
            FilterSize size = operand.Size;
            sum = new FilterSize(Math.Max(sum.Depth, size.Depth), sum.Conditions + size.Conditions, sum.Values + size.Values).Checked();
        }
        return (sum with { Depth = sum.Depth + 1 }).Checked();
    }

    private FilterSize Checked()
    {
        if (Depth > Filter.MaxDepth)
            throw new VectorStoreException("filter", $"depth {Depth}", $"nested at most {Filter.MaxDepth} deep");
        if (Conditions > Filter.MaxConditions)
            throw new VectorStoreException("filter", $"{Conditions} conditions", $"of at most {Filter.MaxConditions} conditions");
        if (Values > Filter.MaxValues)
            throw new VectorStoreException("filter", $"{Values} values", $"of at most {Filter.MaxValues} values");
        return this;
    }
}
