namespace Perto.Learning;

/// <summary>What a test holds against "there is no effect".</summary>
public enum Alternative
{
    /// <summary>There is an effect, up or down.</summary>
    TwoSided,

    /// <summary>The treatment is higher.</summary>
    Greater,

    /// <summary>The treatment is lower.</summary>
    Less,
}
