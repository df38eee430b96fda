namespace Perto.Learning;

/// <summary>The first and second derivative of the loss by the score of a row, times the row's weight.</summary>
public readonly record struct GradientPair(float Gradient, float Hessian);
