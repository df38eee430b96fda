namespace Perto.Language;

/// <summary>A token that is looked for in the text before it is cut, as Hugging Face's <c>tokenizers</c> add them to a vocabulary.</summary>
/// <param name="Content">The token.</param>
/// <param name="Id">Its id.</param>
/// <param name="SingleWord">It is found only where no letter or digit is next to it.</param>
/// <param name="TakesSpaceBefore">White space before it goes with it.</param>
/// <param name="TakesSpaceAfter">White space after it goes with it.</param>
/// <param name="IsNormalized">It is normalised, and looked for in the normalised text; else in the text as it was written.</param>
internal sealed record AddedToken(
    string Content, int Id, bool SingleWord, bool TakesSpaceBefore, bool TakesSpaceAfter, bool IsNormalized);
