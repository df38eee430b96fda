namespace Perto.Platform;

/// <summary>A derived vector collection whose records are about people.</summary>
/// <param name="Module">Who derives it.</param>
/// <param name="Alias">The name that programs know it by.</param>
/// <param name="SubjectField">The payload field with the person's id; null: the record's id is the person's.</param>
public sealed record PersonalCollection(string Module, string Alias, string? SubjectField);
