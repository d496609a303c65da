// The tokens of a YAML document as kubectl's parser (go-yaml 2, a YAML 1.1 parser) cuts them, and its complaints.
//
// Where a token begins, and how far the scanner had to look before it knew, decides which texts kubectl takes, which
// it refuses, with which sentence, and which line it blames. So all of this follows go-yaml, its limits included.
//
// What makes YAML hard to scan is that a key is recognised by the colon behind it: tokens wait in a queue while the
// first of them may yet turn out to be a key, and then KEY (and the start of a mapping) is put before it.
#pragma once

#include "arena.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kubarium::api {

struct YamlPlace { // counted from 0
    std::size_t position = 0; // bytes
    std::size_t index = 0; // characters
    std::size_t line = 0;
    std::size_t column = 0; // characters
};

struct YamlProblem {
    enum class Stage : std::uint8_t {
        Reader, // a character that may not be there
        Scanner, // no token can be made of it
        Parser, // the tokens do not fit together, or an alias is unknown
        Limit, // ours: nested too deeply
    };
    Stage stage = Stage::Scanner;
    std::string sentence;
    YamlPlace blamed; // what go-yaml takes for the place
    YamlPlace place; // where a person should look

    // "line 10: mapping values are not allowed in this context". Lines are counted as go-yaml does: the scanner's from
    // 1, the parser's from 0, and nothing is said about a first line.
    std::string withLine() const;
};

struct YamlToken {
    enum class Kind : std::uint8_t {
        StreamEnd,
        VersionDirective,
        TagDirective,
        DocumentStart,
        DocumentEnd,
        BlockSequenceStart,
        BlockMappingStart,
        BlockEnd,
        FlowSequenceStart,
        FlowSequenceEnd,
        FlowMappingStart,
        FlowMappingEnd,
        BlockEntry, // -
        FlowEntry, // ,
        Key,
        Value,
        Alias,
        Anchor,
        Tag,
        Scalar,
    };
    Kind kind;
    YamlPlace place;
    // Of a scalar what it says, of an alias or anchor its name, of %YAML its version; of a tag and of %TAG the handle
    // ("!!") and what stands behind it.
    std::string_view text;
    std::string_view suffix;
    bool isPlain = false; // a scalar without quotes
    bool isStored = false; // the text is in the arena, not in the document's source
};

// Where the first character stands that YAML forbids: a control character, U+FFFE or U+FFFF. The text's size if none.
std::size_t firstForbidden(std::string_view text);

class YamlScanner {
public:
    // Lines of the text end in \n. Scalars that are not just a piece of it are put together in `arena`.
    YamlScanner(std::string_view text, Arena& arena);

    // The next token, seen but not taken; null if there is none because of the problem.
    const YamlToken* peek();
    void take();

    const YamlProblem& problem() const { return m_problem; }

private:
    // The line breaks between two pieces of a scalar, which fold.
    struct Gap {
        std::string firstBreak;
        std::string moreBreaks;
        bool lines = false;

        void clear();
        void foldInto(std::string& text) const;
    };

    struct PossibleKey {
        bool possible = false;
        bool required = false; // nothing else can stand here
        std::size_t token = 0; // its number, counted from the beginning of the text
        YamlPlace place;
        bool holdsHead = false; // as long as it is possible, its token waits in the queue
    };

    // Characters
    char at(std::size_t ahead = 0) const
    {
        const std::size_t position = m_here.position + ahead;
        return position < m_text.size() ? m_text[position] : '\0';
    }

    bool atEnd(std::size_t ahead = 0) const { return m_here.position + ahead >= m_text.size(); }

    bool atBlank(std::size_t ahead = 0) const { return at(ahead) == ' ' || at(ahead) == '\t'; }

    std::size_t breakLength(std::size_t ahead = 0) const;

    bool atBreak(std::size_t ahead = 0) const { return breakLength(ahead) != 0; }

    bool atBlankBreakOrEnd(std::size_t ahead = 0) const { return atBlank(ahead) || atBreak(ahead) || atEnd(ahead); }

    bool atDocumentIndicator() const;
    void advance(std::size_t characters = 1);
    void advanceLine();
    void takeBreak(std::string& text); // and advance

    std::string_view since(std::size_t position) const { return m_text.substr(position, m_here.position - position); }

    void skipRestOfLine();
    void skipBlanks();

    // Tokens
    bool fetchMore();
    bool fetch();
    void skipToToken();
    void append(YamlToken::Kind kind, const YamlPlace& place, std::string_view text = {}, std::string_view suffix = {});
    void appendScalar(
        const YamlPlace& place, bool isPlain, std::string_view piece); // the piece alone, or m_scalar before it
    void insert(std::size_t token, YamlToken::Kind kind, const YamlPlace& place);
    bool indicator(YamlToken::Kind kind, std::size_t length = 1);

    std::size_t nextToken() const { return m_taken + m_queue.size() - m_head; } // the number it will have

    // Keys that a colon may still make
    bool isStillPossible(PossibleKey& key); // or fails, if it had to be one
    bool headMayBecomeKey();
    bool rememberKey();
    bool forgetKey();

    void indentTo(std::size_t column, std::size_t token, YamlToken::Kind kind, const YamlPlace& place);
    void unindentTo(std::ptrdiff_t column);

    bool streamEnd();
    bool directive();
    bool versionDirective(const YamlPlace& start);
    bool tagDirective(const YamlPlace& start);
    bool documentIndicator(YamlToken::Kind kind);
    bool flowStart(YamlToken::Kind kind);
    bool flowEnd(YamlToken::Kind kind);
    bool flowEntry();
    bool blockEntry();
    bool key();
    bool value();
    bool anchor(YamlToken::Kind kind);
    bool tag();
    bool tagHandle(bool inDirective, std::string_view& handle);
    bool tagUri(std::string_view& uri, std::string_view head);
    bool blockScalar();
    bool blockScalarHeader(std::size_t& increment, char& chomping);
    bool blockScalarBreaks(std::size_t& indent, std::string& breaks);
    bool quotedScalar(char quote);
    void quotedGap();
    bool escape(std::string& text);
    bool escapedCharacter(std::string& text);
    bool plainScalar();
    bool canStartPlain() const;

    bool fail(std::string sentence);
    bool fail(std::string sentence, const YamlPlace& place); // people are pointed elsewhere

    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
    static constexpr std::size_t atTheEnd = static_cast<std::size_t>(-1);

    Arena& m_arena;
    std::string_view m_text; // up to where go-yaml gets before it meets a forbidden character
    std::size_t m_forbidden; // that character's position, or nowhere
    YamlPlace m_here;
    std::vector<YamlToken> m_queue;
    std::size_t m_head = 0; // of the queue
    std::size_t m_taken = 0; // tokens so far
    bool m_ready = false; // the head of the queue is final
    bool m_ended = false;
    std::vector<PossibleKey> m_keys; // one for the block context and one for each open bracket
    bool m_keyAllowed = true;
    std::ptrdiff_t m_indent = -1;
    std::vector<std::ptrdiff_t> m_indents;
    std::string m_scalar; // what has been put together of the scalar at hand
    Gap m_gap; // behind that
    bool m_failed = false;
    YamlProblem m_problem;

    std::size_t flowLevel() const { return m_keys.size() - 1; }
};

} // namespace kubarium::api
