#include "gzip.h"

#include "limits.h"

#include <zlib.h>

namespace kubarium::serve {

namespace {

constexpr int gzipFormat = 15 + 16; // the largest window, and a gzip header around it
constexpr int usualMemory = 8;

struct Deflater {
    z_stream stream{};
    bool ready = false;

    Deflater()
    {
        ready = deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, gzipFormat, usualMemory, Z_DEFAULT_STRATEGY) == Z_OK;
    }

    ~Deflater()
    {
        if (ready)
            deflateEnd(&stream);
    }

    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;
};

} // namespace

std::optional<Body> gzipped(const Body& body)
{
    Deflater deflater;
    if (!deflater.ready)
        return std::nullopt;
    z_stream& stream = deflater.stream;
    Body out;
    for (std::size_t i = 0; i <= body.size(); ++i) {
        const bool last = i == body.size();
        if (!last) {
            stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body[i].data())); // zlib only reads it
            stream.avail_in = static_cast<uInt>(body[i].size());
        }
        int state = Z_OK;
        do {
            if (out.empty() || stream.avail_out == 0) {
                out.emplace_back(limits::piece, '\0');
                stream.next_out = reinterpret_cast<Bytef*>(out.back().data());
                stream.avail_out = static_cast<uInt>(out.back().size());
            }
            state = deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH);
            if (state == Z_STREAM_ERROR)
                return std::nullopt;
        } while (last ? state != Z_STREAM_END : stream.avail_in > 0);
    }
    out.back().resize(out.back().size() - stream.avail_out);
    return out;
}

} // namespace kubarium::serve
