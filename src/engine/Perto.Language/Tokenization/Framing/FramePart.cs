namespace Perto.Language;

/// <summary>A part of what a model takes: a special token, or one of the texts.</summary>
/// <param name="Role">Which of these.</param>
/// <param name="Type">The type of its tokens.</param>
/// <param name="Id">Of a special token its id.</param>
internal readonly record struct FramePart(FrameRole Role, int Type, int Id = 0);
