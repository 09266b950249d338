namespace CivicPlatform.Kernel;

/// <summary>Folds full-width forms (４－１, Ａ, ideographic space) to ASCII; other characters stay.</summary>
/// <remarks>Ours because string normalisation does nothing under invariant globalisation.</remarks>
public static class FullWidth
{
    private const int Distance = 0xFEE0; // From U+FF01 to '!'.

    public static string Fold(string text) => string.Create(text.Length, text, static (folded, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            folded[i] = source[i] switch
            {
                '\u3000' => ' ',
                >= '\uff01' and <= '\uff5e' and var c => (char)(c - Distance),
                var c => c,
            };
        }
    });
}
