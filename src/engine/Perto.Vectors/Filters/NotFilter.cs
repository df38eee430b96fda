namespace Perto.Vectors;

/// <summary>The operand does not match.</summary>
public sealed record NotFilter : Filter
{
    internal NotFilter(Filter operand)
    {
        Operand = operand;
        Size = FilterSize.Above([operand]);
    }

    /// <summary>What must not match.</summary>
    public Filter Operand { get; }

    internal override FilterSize Size { get; }
}
