namespace Perto.Language.Tests;

public sealed class PortugueseStemmerTests
{
    // Words and stems of the published vocabulary: snowballstem/snowball-data, portuguese/diffs.txt, revision 3692d28.
    private const string Vocabulary =
        "á á aacho aach abacaxi abacax abaeté abaet abaixei abaix abalroado abalro abandonaram abandon abastecimento abastec " +
        "abatedouro abatedour abatia abat abdias abdi abdicação abdic abdominais abdomin abdominal abdominal abençoadas abenço " +
        "aberrações aberr abertamente abert abicair abica abichequer abichequ abílio abíli abissais abiss abolição aboliçã " +
        "abolicionistas abolicion abomináveis abomin abordagem abordag abordagens abordagens aborrecidíssima aborrecidíssim " +
        "abraão abraã abraçada abrac abraço abrac abrangência abrangent abrasivo abras abreu abreu abri abri abrimos abrim " +
        "abrirão abrirã absorção absorçã abstêmio abstêmi abstinência abstinent abundância abund academias academ " +
        "acahuazú acahuazú ação açã acareação acar aceitarão aceit acelera acel aceleração aceler acendê acend acessível acess " +
        "acessórias acessór acessórios acessóri achá achá achaque achaqu aché aché acidez acidez acionário acionári ações açõ aço aço " +
        "açominas açomin aconcágua aconcágu aconchegantes aconcheg aconteça acontec impressões impressõ imprevisível imprevis " +
        "improdutivo improdut impropriedades impropriedad imprudência imprudent impulsivamente impuls impurezas impur imunologia imunolog " +
        "inabilidade inabil inácio ináci inadequação inadequ inamovíveis inamovív inamps inamps inativação inativ inauguranda inaugurand " +
        "incapacidade incapac incapaz incapaz incentiva incent incentivá incentiv incestuosos incestu inchaço inchac inchou inchou " +
        "incidência incident incisões incisõ inclemente inclement inclua inclu incluí inclu incluía incluí incluiu inclu inclusão inclusã " +
        "inclusive inclusiv incomparavelmente incompar incompatíveis incompatív incomunicabilidade incomunic incomuns incomuns " +
        "inconstitucional inconstitucional incontáveis incont incrivelmente incrivel incursões incursõ indefensável indefens " +
        "indefinições indefiniçõ independentemente independent indevido indev índia índi indianápolis indianápol indicativo indic " +
        "índico índic indiferença indiferenc individualidade individual individualistas individual indo indo indonésia indonés " +
        "indústria indústr indy indy ineditismo inedit ineficiências ineficient inei ine inequívoca inequívoc inês inês " +
        "inesperadamente inesper inexpressiva inexpress infância infânc infantis infant infectologista infectolog infelicidade infel";

    public static TheoryData<string, string> Words => EnglishStemmerTests.Pairs(Vocabulary);

    [Theory]
    [MemberData(nameof(Words))]
    public void Words_of_the_published_vocabulary_have_its_stems(string word, string stem) => Assert.Equal(stem, PortugueseStemmer.Stem(word));

    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("ãõã")]
    [InlineData("ççç")]
    [InlineData("gue")]
    [InlineData("\ud800os")]
    public void What_is_no_word_gets_a_stem_no_longer_than_itself(string word) =>
        Assert.InRange(PortugueseStemmer.Stem(word).Length, Math.Min(1, word.Length), word.Length);

    [Fact]
    public void A_word_too_long_to_be_one_is_left_alone()
    {
        string word = new string('ã', PortugueseStemmer.MaxLength) + "os";
        Assert.Equal(word, PortugueseStemmer.Stem(word));
    }
}
