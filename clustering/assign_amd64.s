#include "textflag.h"

// What follows give each point of blocks of 32 one of k centers. Y0-Y3 are the distances to one center, Y4-Y7 the least so
// far, Y8-Y11 its number; SI is the block, R8 the columns, R15 its bytes, CX the centers, R10 the number of one, R11 k, R9 the
// blocks that are left, R12 the labels before, R13 those after, DI the bits of those that changed.

// The least is +Inf.
#define NONE_YET \
	MOVL    $0x7f800000, AX \
	VMOVD   AX, X4          \
	VPBROADCASTD X4, Y4     \
	VMOVAPS Y4, Y5          \
	VMOVAPS Y4, Y6          \
	VMOVAPS Y4, Y7          \
	VPXOR   Y8, Y8, Y8      \
	VPXOR   Y9, Y9, Y9      \
	VPXOR   Y10, Y10, Y10   \
	VPXOR   Y11, Y11, Y11

// Begins with the first column of the block and distances of 0.
#define FROM_BLOCK \
	VXORPS Y0, Y0, Y0 \
	VXORPS Y1, Y1, Y1 \
	VXORPS Y2, Y2, Y2 \
	VXORPS Y3, Y3, Y3 \
	MOVQ   SI, BX     \
	MOVQ   R8, DX

// Adds what one column makes; changes Y12-Y15.
#define COLUMN \
	VBROADCASTSS (CX), Y15        \
	VSUBPS       (BX), Y15, Y12   \
	VSUBPS       32(BX), Y15, Y13 \
	VSUBPS       64(BX), Y15, Y14 \
	VSUBPS       96(BX), Y15, Y15 \
	VFMADD231PS  Y12, Y12, Y0     \
	VFMADD231PS  Y13, Y13, Y1     \
	VFMADD231PS  Y14, Y14, Y2     \
	VFMADD231PS  Y15, Y15, Y3     \
	ADDQ         $4, CX           \
	ADDQ         $128, BX         \
	DECQ         DX

// Y15 becomes the number of the center.
#define NUMBER \
	VMOVD        R10, X15 \
	VPBROADCASTD X15, Y15

// Keeps the smaller of Y0-Y3 and Y4-Y7, and whose it is; changes Y12-Y14.
#define NEARER \
	VCMPPS       $0x11, Y4, Y0, Y12 \
	VMINPS       Y4, Y0, Y4         \
	VBLENDVPS    Y12, Y15, Y8, Y8   \
	VCMPPS       $0x11, Y5, Y1, Y13 \
	VMINPS       Y5, Y1, Y5         \
	VBLENDVPS    Y13, Y15, Y9, Y9   \
	VCMPPS       $0x11, Y6, Y2, Y14 \
	VMINPS       Y6, Y2, Y6         \
	VBLENDVPS    Y14, Y15, Y10, Y10 \
	VCMPPS       $0x11, Y7, Y3, Y12 \
	VMINPS       Y7, Y3, Y7         \
	VBLENDVPS    Y12, Y15, Y11, Y11

// Writes the labels and what changed, and goes on to the next block.
#define LABELS \
	VMOVDQU   Y8, (R13)         \
	VMOVDQU   Y9, 32(R13)       \
	VMOVDQU   Y10, 64(R13)      \
	VMOVDQU   Y11, 96(R13)      \
	VPCMPEQD  (R12), Y8, Y8     \
	VPCMPEQD  32(R12), Y9, Y9   \
	VPCMPEQD  64(R12), Y10, Y10 \
	VPCMPEQD  96(R12), Y11, Y11 \
	VMOVMSKPS Y8, AX            \
	VMOVMSKPS Y9, BX            \
	SHLL      $8, BX            \
	ORL       BX, AX            \
	VMOVMSKPS Y10, BX           \
	SHLL      $16, BX           \
	ORL       BX, AX            \
	VMOVMSKPS Y11, BX           \
	SHLL      $24, BX           \
	ORL       BX, AX            \
	NOTL      AX                \
	MOVL      AX, (DI)          \
	ADDQ      $4, DI            \
	ADDQ      $128, R12         \
	ADDQ      $128, R13         \
	ADDQ      R15, SI           \
	DECQ      R9

// func assignAVX2(x *float32, d, blocks int, centers *float32, k int, prev, next *int32, changed *uint32)
TEXT ·assignAVX2(SB), NOSPLIT, $0-64
	MOVQ x+0(FP), SI
	MOVQ d+8(FP), R8
	MOVQ blocks+16(FP), R9
	MOVQ k+32(FP), R11
	MOVQ prev+40(FP), R12
	MOVQ next+48(FP), R13
	MOVQ changed+56(FP), DI
	MOVQ R8, R15
	SHLQ $7, R15              // bytes in a block

block:
	MOVQ    centers+24(FP), CX
	NONE_YET
	XORQ    R10, R10

center:
	FROM_BLOCK

column:
	COLUMN
	JNZ          column

	NUMBER
	NEARER
	INCQ         R10
	CMPQ         R10, R11
	JLT          center

	LABELS
	JNZ       block
	VZEROUPPER
	RET

// func assignTwoAVX2(x *float32, d, blocks int, centers *float32, k int, prev, next *int32, changed *uint32, upper, lower *float32)
// As assignAVX2; the second least so far lies in lower.
TEXT ·assignTwoAVX2(SB), NOSPLIT, $0-80
	MOVQ x+0(FP), SI
	MOVQ d+8(FP), R8
	MOVQ blocks+16(FP), R9
	MOVQ k+32(FP), R11
	MOVQ prev+40(FP), R12
	MOVQ next+48(FP), R13
	MOVQ changed+56(FP), DI
	MOVQ lower+72(FP), R14
	MOVQ R8, R15
	SHLQ $7, R15              // bytes in a block

block:
	MOVQ    centers+24(FP), CX
	NONE_YET
	VMOVUPS Y4, (R14)
	VMOVUPS Y4, 32(R14)
	VMOVUPS Y4, 64(R14)
	VMOVUPS Y4, 96(R14)
	XORQ    R10, R10

center:
	FROM_BLOCK

column:
	COLUMN
	JNZ          column

	VMAXPS       Y4, Y0, Y12
	VMAXPS       Y5, Y1, Y13
	VMAXPS       Y6, Y2, Y14
	VMAXPS       Y7, Y3, Y15
	VMINPS       (R14), Y12, Y12
	VMINPS       32(R14), Y13, Y13
	VMINPS       64(R14), Y14, Y14
	VMINPS       96(R14), Y15, Y15
	VMOVUPS      Y12, (R14)
	VMOVUPS      Y13, 32(R14)
	VMOVUPS      Y14, 64(R14)
	VMOVUPS      Y15, 96(R14)
	NUMBER
	NEARER
	INCQ         R10
	CMPQ         R10, R11
	JLT          center

	MOVQ      upper+64(FP), DX
	VSQRTPS   Y4, Y4
	VSQRTPS   Y5, Y5
	VSQRTPS   Y6, Y6
	VSQRTPS   Y7, Y7
	VMOVUPS   Y4, (DX)
	VMOVUPS   Y5, 32(DX)
	VMOVUPS   Y6, 64(DX)
	VMOVUPS   Y7, 96(DX)
	ADDQ      $128, DX
	MOVQ      DX, upper+64(FP)
	VSQRTPS   (R14), Y4
	VSQRTPS   32(R14), Y5
	VSQRTPS   64(R14), Y6
	VSQRTPS   96(R14), Y7
	VMOVUPS   Y4, (R14)
	VMOVUPS   Y5, 32(R14)
	VMOVUPS   Y6, 64(R14)
	VMOVUPS   Y7, 96(R14)
	ADDQ      $128, R14
	LABELS
	JNZ       block
	VZEROUPPER
	RET

// func updateBoundsAVX2(upper, lower *float32, label *int32, moved, half *float32, least, margin float32, blocks int, out *uint32)
TEXT ·updateBoundsAVX2(SB), NOSPLIT, $0-64
	MOVQ         upper+0(FP), SI
	MOVQ         lower+8(FP), DI
	MOVQ         label+16(FP), R8
	MOVQ         moved+24(FP), R9
	MOVQ         half+32(FP), R10
	VBROADCASTSS least+40(FP), Y10
	VBROADCASTSS margin+44(FP), Y11
	MOVQ         blocks+48(FP), R11
	MOVQ         out+56(FP), R12

block:
	XORL BX, BX
	MOVQ $4, DX

eight:
	VMOVDQU    (R8), Y0
	VPCMPEQD   Y1, Y1, Y1
	VGATHERDPS Y1, (R9)(Y0*4), Y2
	VADDPS     (SI), Y2, Y2
	VMOVUPS    Y2, (SI)
	VMOVUPS    (DI), Y3
	VSUBPS     Y10, Y3, Y3
	VMOVUPS    Y3, (DI)
	VPCMPEQD   Y1, Y1, Y1
	VGATHERDPS Y1, (R10)(Y0*4), Y4
	VMAXPS     Y4, Y3, Y3
	VADDPS     Y11, Y2, Y2
	VCMPPS     $0x1d, Y3, Y2, Y5 // upper + margin ≥ the bound
	VMOVMSKPS  Y5, AX
	SHRL       $8, BX
	SHLL       $24, AX
	ORL        AX, BX
	ADDQ       $32, SI
	ADDQ       $32, DI
	ADDQ       $32, R8
	DECQ       DX
	JNZ        eight
	MOVL       BX, (R12)
	ADDQ       $4, R12
	DECQ       R11
	JNZ        block
	VZEROUPPER
	RET

// func transferAVX2(x *float32, d, blocks int, centers *float32, k int, join, leave *float32, prev, next *int32, changed *uint32)
// The least are costs.
TEXT ·transferAVX2(SB), NOSPLIT, $0-80
	MOVQ x+0(FP), SI
	MOVQ d+8(FP), R8
	MOVQ blocks+16(FP), R9
	MOVQ k+32(FP), R11
	MOVQ prev+56(FP), R12
	MOVQ next+64(FP), R13
	MOVQ changed+72(FP), DI
	MOVQ R8, R15
	SHLQ $7, R15              // bytes in a block

block:
	MOVQ    centers+24(FP), CX
	NONE_YET
	XORQ    R10, R10

center:
	FROM_BLOCK

column:
	COLUMN
	JNZ          column

	MOVQ         join+40(FP), AX
	VBROADCASTSS (AX)(R10*4), Y13
	MOVQ         leave+48(FP), AX
	VBROADCASTSS (AX)(R10*4), Y14
	NUMBER

	VPCMPEQD  (R12), Y15, Y12
	VBLENDVPS Y12, Y14, Y13, Y12
	VMULPS    Y12, Y0, Y0
	VPCMPEQD  32(R12), Y15, Y12
	VBLENDVPS Y12, Y14, Y13, Y12
	VMULPS    Y12, Y1, Y1
	VPCMPEQD  64(R12), Y15, Y12
	VBLENDVPS Y12, Y14, Y13, Y12
	VMULPS    Y12, Y2, Y2
	VPCMPEQD  96(R12), Y15, Y12
	VBLENDVPS Y12, Y14, Y13, Y12
	VMULPS    Y12, Y3, Y3

	NEARER
	INCQ      R10
	CMPQ      R10, R11
	JLT       center

	LABELS
	JNZ       block
	VZEROUPPER
	RET
