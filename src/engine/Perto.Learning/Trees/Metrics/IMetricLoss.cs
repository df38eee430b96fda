namespace Perto.Learning;

/// <summary>What one row adds to a metric that is a mean.</summary>
internal interface IMetricLoss
{
    double Of(double label, double prediction);
}
