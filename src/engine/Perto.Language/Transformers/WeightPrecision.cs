namespace Perto.Language;

/// <summary>How the weights of the linear layers are kept.</summary>
public enum WeightPrecision
{
    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>8-bit numbers with a scale for each output: a quarter of the memory, faster, and a little less exact.</summary>
    Int8,
}
