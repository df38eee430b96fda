namespace Perto.Learning;

/// <summary>How far the fitting of a model is.</summary>
/// <param name="Step">Steps done, from 1.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">The value of the objective after this step, where it was asked for and the method has one; a sum, not a mean.</param>
public readonly record struct FitProgress(int Step, int Steps, double? Loss);
