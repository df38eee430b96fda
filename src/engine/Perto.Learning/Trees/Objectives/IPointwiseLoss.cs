namespace Perto.Learning;

/// <summary>The loss of one row.</summary>
internal interface IPointwiseLoss
{
    double Of(double score, double label);

    (double Gradient, double Hessian) Derivatives(double score, double label);
}
