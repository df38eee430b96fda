namespace Perto.Vectors;

/// <summary>A place lies within a distance of another, as <see cref="GeoPoint.MetersTo"/> measures it.</summary>
public sealed record NearFilter : Filter
{
    internal NearFilter(string field, GeoPoint center, double meters, string path)
    {
        Field = FilterOperands.Field(field);
        Center = center;
        Meters = double.IsFinite(meters) && meters >= 0
            ? meters
            : throw new VectorStoreException($"{path}.meters", meters, "finite and at least 0");
    }

    /// <summary>The payload field.</summary>
    public string Field { get; }

    /// <summary>The middle.</summary>
    public GeoPoint Center { get; }

    /// <summary>The greatest distance that matches.</summary>
    public double Meters { get; }

    internal override FilterSize Size => FilterSize.OfCondition(values: 1);

    /// <summary>Whether a place matches.</summary>
    public bool Contains(GeoPoint place) => Center.MetersTo(place) <= Meters;
}
