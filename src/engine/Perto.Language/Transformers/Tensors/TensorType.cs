namespace Perto.Language;

/// <summary>How the numbers of a tensor are written.</summary>
public enum TensorType
{
    /// <summary>IEEE single precision, 4 bytes.</summary>
    Float32,

    /// <summary>IEEE half precision, 2 bytes.</summary>
    Float16,

    /// <summary>The upper half of a single, 2 bytes.</summary>
    BFloat16,

    /// <summary>Something else that a file may hold, such as the whole numbers of a position table; it is not read.</summary>
    Other,
}
