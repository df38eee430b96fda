namespace Perto.Language;

/// <summary>Takes what a model made of a text. Called once for each text, in no order, by several threads.</summary>
/// <param name="text">The text's place in the list.</param>
/// <param name="states">The hidden rows of its tokens; they are gone after the call.</param>
/// <param name="stride">Values from one row to the next.</param>
public delegate void HiddenStateReader(int text, ReadOnlySpan<float> states, int stride);
