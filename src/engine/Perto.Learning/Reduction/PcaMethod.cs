namespace Perto.Learning;

/// <summary>How principal components are computed.</summary>
public enum PcaMethod
{
    /// <summary><see cref="Exact"/> for dense data of at most 1,024 columns, otherwise <see cref="Randomised"/>.</summary>
    Automatic,

    /// <summary>All eigenvectors of the covariance matrix: dense data only, memory and time grow with the square and cube of the columns.</summary>
    Exact,

    /// <summary>The largest singular values of the centred data by random projection: wide data, sparse data, few components.</summary>
    Randomised,
}
