using Perto.Numerics;
using Perto.Vectors;

namespace Perto.Redis;

/// <summary>Compares vectors with a query as the embedded store does, so that the scores are the same.</summary>
/// <remarks>Not for several threads at once.</remarks>
internal sealed class VectorScorer
{
    private readonly VectorField _field;
    private readonly VectorValue _query;
    private readonly float[] _unit = [];
    private readonly float[] _scratch = [];
    private readonly double _length;

    public VectorScorer(VectorField field, VectorValue query)
    {
        _field = field;
        _query = query;
        (Direction, _length) = StoredVector.ForGraph(query);
        if (field.Metric is Metric.Cosine)
        {
            _unit = new float[field.Dimension];
            _scratch = new float[field.Dimension];
            UnitVector.Write(query.Dense.Span, _unit);
        }
    }

    /// <summary>The query as the graph takes it, in bytes of floats.</summary>
    public byte[] Direction { get; }

    /// <summary>The score and the distance of a vector of the field.</summary>
    public (float Score, float Distance) Compare(in VectorValue vector)
    {
        float key = _field.Metric switch
        {
            Metric.Hamming => -BitDistance.Hamming(_query.Bits.Span, vector.Bits.Span),
            Metric.Cosine => Cosine(vector.Dense.Span),
            _ => MetricKernel.Sign(_field.Metric) * MetricKernel.One(_field.Metric, _query.Dense.Span, vector.Dense.Span),
        };
        return (MetricKernel.Score(_field.Metric, key), MetricKernel.Distance(_field.Metric, key));
    }

    /// <summary>The best score that a vector can have whose cosine to the query is not above another.</summary>
    /// <param name="cosine">That other.</param>
    /// <param name="lengths">Between which all vectors of the field are long.</param>
    public double Bound(double cosine, LengthRange lengths)
    {
        cosine = Math.Clamp(cosine, -1, 1);
        switch (_field.Metric)
        {
            case Metric.Cosine:
                return cosine;
            case Metric.Dot:
                return _length * cosine * (cosine > 0 ? lengths.Longest : lengths.Shortest);
            case Metric.Hamming:
                return Metric.Hamming.Score((float)Math.Round((1 - cosine) / 2 * _field.Dimension));
        }
        // The law of cosines; of all lengths the one whose end is the foot of the perpendicular is nearest.
        double length = Math.Clamp(_length * cosine, lengths.Shortest, lengths.Longest);
        double squared = (_length * _length) + (length * length) - (2 * _length * length * cosine);
        return 1 / (1 + Math.Sqrt(Math.Max(squared, 0)));
    }

    private float Cosine(ReadOnlySpan<float> vector)
    {
        UnitVector.Write(vector, _scratch);
        return MetricKernel.One(Metric.Cosine, _unit, _scratch);
    }
}
