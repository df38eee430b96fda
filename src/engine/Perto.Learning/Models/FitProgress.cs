namespace Perto.Learning;

/// <summary>How far the fitting of a model is.</summary>
/// <param name="Step">Steps done, from 1.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">The value of the objective after this step, where the method has one; it is divided by nothing.</param>
public readonly record struct FitProgress(int Step, int Steps, double? Loss);
