namespace Perto.Learning;

/// <summary>First and second derivatives of a function of two numbers.</summary>
internal record struct Curvature(double First, double Second, double FirstFirst, double SecondSecond, double FirstSecond);
