namespace Perto.Platform;

/// <summary>What the values of a feature are.</summary>
public enum FeatureKind
{
    /// <summary>A 64-bit floating-point number; never NaN or infinite.</summary>
    Number,

    /// <summary>A whole number of 64 bits.</summary>
    Integer,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A text of at most <see cref="FeatureValue.MaxTextBytes"/> bytes of UTF-8.</summary>
    Text,

    /// <summary>A list of at most <see cref="FeatureValue.MaxItems"/> short texts.</summary>
    Keywords,

    /// <summary>As many 32-bit floats as <see cref="Feature.Dimension"/> says.</summary>
    Vector,

    /// <summary>Numbers by short texts, at most <see cref="FeatureValue.MaxItems"/> of them.</summary>
    Map,
}
