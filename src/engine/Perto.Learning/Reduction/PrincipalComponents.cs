using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Principal component analysis: the orthogonal directions along which data vary most (Jolliffe 2002, "Principal Component Analysis"). Data are
/// reduced to their coordinates along them, and given back from these as well as so few numbers can. Immutable and thread-safe.
/// </summary>
public sealed class PrincipalComponents
{
    /// <summary>The kind as files name it.</summary>
    public const string FileKind = "pca";

    private const int FileVersion = 1;
    private const int RowsOfBlock = 256;

    // Below this share of the largest variance a component is noise of single precision: whitening would only amplify it.
    private const double LeastShare = 1e-10;

    private readonly float[] _means;
    private readonly float[] _vectors;
    private readonly double[] _variances;
    private readonly float[] _scales;
    private readonly Lazy<PackedMatrix> _packedVectors;

    private PrincipalComponents(float[] means, float[] vectors, double[] variances, double totalVariance, bool whiten)
    {
        _means = means;
        _vectors = vectors;
        _variances = variances;
        TotalVariance = totalVariance;
        Whiten = whiten;
        _scales = Array.ConvertAll(variances, variance => whiten ? (float)Math.Sqrt(variance) : 1);
        for (int k = 0; k < _scales.Length; k++)
        {
            if (whiten && variances[k] <= LeastShare * variances[0])
                _scales[k] = 0;
        }

        _packedVectors = new Lazy<PackedMatrix>(
            () => PackedMatrix.Pack(_vectors, Components, Columns, new ParallelOptions { MaxDegreeOfParallelism = 1 }));
    }

    /// <summary>Numbers of a row before the reduction.</summary>
    public int Columns => _means.Length;

    /// <summary>Numbers of a row after it.</summary>
    public int Components => _variances.Length;

    /// <summary>Whether components are divided by their standard deviation.</summary>
    public bool Whiten { get; }

    /// <summary>The mean of each column.</summary>
    public ReadOnlySpan<float> Means => _means;

    /// <summary>
    /// The directions, row-major, <see cref="Components"/> x <see cref="Columns"/>: unit vectors, orthogonal, largest variance first, each with
    /// its largest value positive.
    /// </summary>
    public ReadOnlySpan<float> Vectors => _vectors;

    /// <summary>The variance along each direction: the sum of squares over the number of rows less one.</summary>
    public ReadOnlySpan<double> ExplainedVariance => _variances;

    /// <summary>The sum of the variances of all columns.</summary>
    public double TotalVariance { get; }

    /// <summary>The share of <see cref="TotalVariance"/> that each direction has; zeros where nothing varies.</summary>
    public double[] ExplainedVarianceRatio() =>
        Array.ConvertAll(_variances, variance => TotalVariance > 0 ? Math.Min(1, variance / TotalVariance) : 0);

    /// <summary>Finds the components of dense data.</summary>
    /// <param name="values">Row-major, <paramref name="rows"/> x <paramref name="columns"/>: finite, at most 1e15 in magnitude.</param>
    /// <param name="rows">At least 2.</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="settings">How many components, and how. The randomised method takes a copy of the data.</param>
    /// <param name="options">Threads; the result does not depend on them.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="SettingOutOfRangeException">A setting is out of range for these data.</exception>
    /// <exception cref="ArgumentException">A value is not finite or too large, or there are too few.</exception>
    public static PrincipalComponents Fit(
        float[] values, int rows, int columns, PcaSettings settings, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        settings.Validate(rows, columns);
        if (values.LongLength < (long)rows * columns)
            throw new ArgumentException($"values must hold {rows} rows of {columns}; got {values.LongLength} numbers");
        ColumnMoments moments = ColumnMoments.Of(values, rows, columns);
        PrincipalAxes axes = PrincipalAxes.Of(values, rows, columns, moments, settings, (options ?? new FitOptions()).Parallel(cancellationToken));
        return new PrincipalComponents(moments.Means, axes.Vectors, axes.Variances, moments.TotalVariance, settings.Whiten);
    }

    /// <summary>Finds the components of sparse data, which stay sparse.</summary>
    /// <param name="matrix">At least 2 rows; values at most 1e15 in magnitude.</param>
    /// <param name="settings">How many components; the exact method is not for sparse data.</param>
    /// <param name="options">Threads; the result does not depend on them.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="SettingOutOfRangeException">A setting is out of range for these data.</exception>
    /// <exception cref="ArgumentException">A value is too large.</exception>
    public static PrincipalComponents Fit(
        SparseMatrix matrix, PcaSettings settings, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        settings.Validate(matrix.Rows, matrix.Columns);
        ColumnMoments moments = ColumnMoments.Of(matrix);
        PrincipalAxes axes = PrincipalAxes.Of(matrix, moments, settings, (options ?? new FitOptions()).Parallel(cancellationToken));
        return new PrincipalComponents(moments.Means, axes.Vectors, axes.Variances, moments.TotalVariance, settings.Whiten);
    }

    /// <summary>Reduces rows: their coordinates along the directions.</summary>
    /// <param name="rows">Row-major, any number of rows of <see cref="Columns"/>.</param>
    /// <param name="reduced">Receives as many rows of <see cref="Components"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Transform(ReadOnlySpan<float> rows, Span<float> reduced)
    {
        int count = RequireRows(rows.Length, Columns, nameof(rows));
        RequireLength(reduced.Length, (long)count * Components, nameof(reduced));
        float[] block = new float[Math.Min(count, RowsOfBlock) * Columns];
        for (int first = 0; first < count; first += RowsOfBlock)
        {
            int rowsOfBlock = Math.Min(RowsOfBlock, count - first);
            PrincipalAxes.Centre(rows, first, rowsOfBlock, Columns, _means, block);
            _packedVectors.Value.Multiply(block, rowsOfBlock, reduced.Slice(first * Components, rowsOfBlock * Components));
        }

        if (!Whiten)
            return;
        for (int i = 0; i < reduced.Length; i++)
        {
            float scale = _scales[i % Components];
            reduced[i] = scale > 0 ? reduced[i] / scale : 0;
        }
    }

    /// <summary>Gives rows back from their coordinates: the nearest that the directions can make.</summary>
    /// <param name="reduced">Row-major, any number of rows of <see cref="Components"/>.</param>
    /// <param name="rows">Receives as many rows of <see cref="Columns"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void InverseTransform(ReadOnlySpan<float> reduced, Span<float> rows)
    {
        int count = RequireRows(reduced.Length, Components, nameof(reduced));
        RequireLength(rows.Length, (long)count * Columns, nameof(rows));
        for (int row = 0; row < count; row++)
        {
            Span<float> target = rows.Slice(row * Columns, Columns);
            _means.CopyTo(target);
            for (int k = 0; k < Components; k++)
                VectorKernels.Axpy(reduced[(row * Components) + k] * _scales[k], _vectors.AsSpan(k * Columns, Columns), target);
        }
    }

    /// <summary>Writes the components so that <see cref="Load"/> reads them back. The stream stays open.</summary>
    public void Save(Stream stream)
    {
        BinaryFileWriter writer = new(stream, FileKind, FileVersion);
        writer.Section<byte>("whiten", [Whiten ? (byte)1 : (byte)0]);
        writer.Section<float>("means", _means);
        writer.Section<double>("variances", [TotalVariance, .. _variances]);
        writer.Section<float>("vectors", _vectors);
        writer.End();
    }

    /// <summary>Reads components.</summary>
    /// <param name="stream">Positioned at the start of what <see cref="Save"/> wrote.</param>
    /// <exception cref="BinaryFormatException">The file is damaged, cut short, or holds something else.</exception>
    public static PrincipalComponents Load(Stream stream)
    {
        BinaryFileReader reader = new(stream);
        RecommenderModels.Require(reader.Kind == FileKind, "header", $"kind '{FileKind}' was expected; this is '{reader.Kind}'");
        reader.RequireVersion(FileVersion);
        byte[] whiten = reader.Section<byte>("whiten");
        RecommenderModels.Require(whiten is [0 or 1], "whiten", "0 or 1 is expected");
        float[] means = reader.Section<float>("means");
        double[] variances = reader.Section<double>("variances");
        RecommenderModels.Require(means.Length > 0, "means", "at least one column is expected");
        RecommenderModels.Require(variances.Length >= 2, "variances", "the total and at least one variance are expected");
        float[] vectors = reader.Section<float>("vectors");
        long expected = (variances.Length - 1L) * means.Length;
        RecommenderModels.Require(vectors.LongLength == expected, "vectors", $"{expected} values are expected, there are {vectors.LongLength}");
        reader.End();
        return new PrincipalComponents(means, vectors, variances[1..], variances[0], whiten[0] == 1);
    }

    private static int RequireRows(int length, int width, string parameter) => length % width == 0
        ? length / width
        : throw new ArgumentException($"{parameter} must be whole rows of {width} numbers; got {length}");

    private static void RequireLength(int length, long expected, string parameter)
    {
        if (length != expected)
            throw new ArgumentException($"{parameter} must have room for exactly {expected} values; got {length}");
    }
}
